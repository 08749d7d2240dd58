interface Result {
  passed: number
  failed: number
  skipped: number
  failures: string[]
}

export declare const runLane: (
  files: string[],
  options: {
    folder: string
    full?: boolean
    limits: { test: number; silence: number; file: number }
    endsAt?: number
    tell?: (line: string) => void
  },
) => Promise<Result>
