export declare const narrator: (
  say: (text: string) => void,
  options?: { figures?: boolean },
) => {
  hear: (chunk: string) => void
  end: (whole: boolean) => { passed: number; skipped: number; failures: string[]; strayErrors: number; files: string[] }
}
