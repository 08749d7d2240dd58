import type { PageItself } from '#web/sync/api.ts'

/** A page in the hands of a test: whether it may be left, and when it was. */
export class FakePage implements PageItself {
  build: string | null = null
  busy = false
  /** Whether another build can be had. */
  ready = true
  prepared = 0
  readonly reloads: string[] = []

  async prepare(): Promise<boolean> {
    this.prepared++
    return this.ready
  }

  isBusy(): boolean {
    return this.busy
  }

  mayReload(build: string): boolean {
    return !this.reloads.includes(build)
  }

  reload(build: string): void {
    this.reloads.push(build)
  }
}
