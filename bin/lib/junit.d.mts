export declare const readReport: (file: string) => { passed: number; skipped: number; failures: string[] }
