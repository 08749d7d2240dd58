/** How many may come at once, and how many more each second. */
export type Rate = { perSecond: number; burst: number }

/** A token bucket in two numbers; `now` is milliseconds of a clock that never goes back. */
export class TokenBucket {
  #tokens: number
  #at: number

  constructor(rate: Rate, now: number) {
    this.#tokens = rate.burst
    this.#at = now
  }

  /** Takes tokens: 0, or the seconds after which there will be so many; of more than the burst, none is ever given. */
  take(rate: Rate, now: number, count = 1): number {
    this.#tokens = Math.min(rate.burst, this.#tokens + ((now - this.#at) / 1000) * rate.perSecond)
    this.#at = now
    if (this.#tokens < count) return (count - this.#tokens) / rate.perSecond
    this.#tokens -= count
    return 0
  }

  /** Takes tokens that were spent elsewhere, also where there are none left: the debt is `burst` at most. */
  spend(rate: Rate, now: number, count: number): void {
    this.#tokens = Math.min(rate.burst, this.#tokens + ((now - this.#at) / 1000) * rate.perSecond) - count
    this.#tokens = Math.max(this.#tokens, -rate.burst)
    this.#at = now
  }

  /** Whether it is as good as a new one. */
  isFull(rate: Rate, now: number): boolean {
    return this.#tokens + ((now - this.#at) / 1000) * rate.perSecond >= rate.burst
  }
}

/** Buckets by key (a user, an address). Full ones are forgotten, so that the map holds only who was busy just now. */
export class TokenBuckets {
  #buckets = new Map<string, TokenBucket>()
  #sweepAt = 1024
  #rate: Rate
  #clock: () => number

  constructor(rate: Rate, clock: () => number) {
    this.#rate = rate
    this.#clock = clock
  }

  /** Takes tokens of a key: 0, or the seconds to wait. */
  take(key: string, count = 1): number {
    const now = this.#clock()
    return this.#bucket(key, now).take(this.#rate, now, count)
  }

  /** Takes tokens of a key that were spent elsewhere. */
  spend(key: string, count: number): void {
    const now = this.#clock()
    this.#bucket(key, now).spend(this.#rate, now, count)
  }

  #bucket(key: string, now: number): TokenBucket {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(this.#rate, now)
    this.#buckets.set(key, bucket)
    if (this.#buckets.size > this.#sweepAt) this.#sweep(now)
    return bucket
  }

  #sweep(now: number): void {
    for (const [key, bucket] of this.#buckets) if (bucket.isFull(this.#rate, now)) this.#buckets.delete(key)
    this.#sweepAt = Math.max(1024, this.#buckets.size * 2)
  }
}
