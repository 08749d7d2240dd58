export declare const testsReaching: (changed: string[], sources: Map<string, string>) => string[]
