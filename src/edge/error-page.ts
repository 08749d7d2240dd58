/**
 * What somebody at a browser sees where there is no page: plain words, in the colours that they like, and the way on.
 * It stands alone, because under a name that is not ours no file of the page may be had either.
 */

const STYLE = `:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-content:center;justify-items:start;gap:12px;padding:24px;box-sizing:border-box;
font:15px/22px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;
background:light-dark(#fefdfb,#191715);color:light-dark(#211d19,#e9e6e2)}
svg{width:40px;height:40px;forced-color-adjust:none}
svg path:first-child{fill:light-dark(#0c6b5c,#5cc2ad)}
svg path+path{stroke:light-dark(#fff,#06201b)}
h1{margin:12px 0 0;font-size:24px;line-height:32px;font-weight:600}
p{margin:0;max-width:60ch;overflow-wrap:anywhere}
a,button{display:inline-block;font:inherit;cursor:pointer;margin-top:12px;padding:5px 16px;border-radius:6px;background:light-dark(#0c6b5c,#5cc2ad);color:light-dark(#fff,#06201b);border:1px solid transparent;font-weight:600;text-decoration:none}
label{display:block;margin-top:12px;font-size:13px;font-weight:600}
input{display:block;box-sizing:border-box;width:min(320px,100%);margin-top:4px;padding:9px 12px;font:inherit;font-size:15px;font-weight:400;color:inherit;background:light-dark(#fff,#211e1c);border:1px solid light-dark(#8f8a84,#7a746d);border-radius:6px}
a:focus-visible,button:focus-visible,input:focus-visible{outline:2px solid;outline-offset:2px}`

/** Lets the style of these pages in, as a source of the content policy. */
export const ERROR_STYLE = `'sha256-${new Bun.CryptoHasher('sha256').update(STYLE).digest('base64')}'`

const MARK =
  '<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M9 1h14a8 8 0 0 1 8 8v14a8 8 0 0 1-8 8H3a2 2 0 0 1-2-2V9a8 8 0 0 1 8-8Z"/><path fill="none" stroke-width="4" stroke-linecap="round" stroke-linejoin="round" d="M14 25V12.5A5.5 5.5 0 0 1 19.5 7H21M9.5 16H20"/></svg>'

/** `does`: a button that sends the form of this page to an address of ours, with a field if it has one. */
type Words = {
  title: string
  message: string
  wayOn?: { href: string; text: string }
  does?: { action: string; text: string; field?: { name: string; label: string } }
}

/** The page as an answer with this status. */
export const errorPage = (status: number, { title, message, wayOn, does }: Words): Response => {
  const link = wayOn === undefined ? '' : `<p><a href="${escaped(wayOn.href)}">${escaped(wayOn.text)}</a></p>`
  const form =
    does === undefined
      ? ''
      : `<form method="post" action="${escaped(does.action)}">${fieldOf(does.field)}<button>${escaped(does.text)}</button></form>`
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)} – Flack</title><style>${STYLE}</style>`
  const body = `<main>${MARK}<h1>${escaped(title)}</h1><p>${escaped(message)}</p>${form}${link}</main>`
  return new Response(`<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  })
}

const fieldOf = (field: { name: string; label: string } | undefined): string =>
  field === undefined
    ? ''
    : `<label>${escaped(field.label)}<input name="${escaped(field.name)}" autocomplete="nickname" maxlength="60" required autofocus></label>`

const escaped = (text: string): string => text.replace(/[&<>"']/g, unit => `&#${unit.charCodeAt(0)};`)
