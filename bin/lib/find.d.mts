export declare const findChromium: () => string | undefined
export declare const findPostgres: () => string | undefined
export declare const findNats: () => string | undefined
export declare const findNginx: () => string | undefined
export declare const findCaddy: () => string | undefined
export declare const findOpenssl: () => string | undefined
export declare const findHaproxy: () => string | undefined
export declare const pythonWith: (module: string) => string | undefined
