export declare const importsIn: (
  path: string,
  text: string,
) => { specifier: string; target: string; typeOnly: boolean }[]
export declare const withoutComments: (text: string) => string
