/** Stands for the internet: nothing of ours listens there. */
export const SITE_ADDRESS = '127.0.0.2'

export type Site = { at(path: string, host?: string): string; asked: string[]; close(): void }

const page = (head: string) =>
  new Response(`<!doctype html><head>${head}</head><body><p>…`, { headers: { 'content-type': 'text/html' } })

/** A site with a few pages; `asked`: the paths that were asked for, without that of its rules. */
export const startSite = (): Site => {
  const asked: string[] = []
  const server = Bun.serve({
    hostname: SITE_ADDRESS,
    port: 0,
    fetch: request => {
      const { pathname } = new URL(request.url)
      if (pathname === '/robots.txt')
        return new Response('User-agent: *\nDisallow: /closed\n', { headers: { 'content-type': 'text/plain' } })
      asked.push(pathname)
      if (pathname === '/away') return Response.redirect('/article')
      if (pathname === '/inside') return Response.redirect('http://127.0.0.1:80/')
      if (pathname === '/missing')
        return new Response('gone', { status: 404, headers: { 'content-type': 'text/html' } })
      if (pathname === '/picture') return new Response('GIF89a', { headers: { 'content-type': 'image/gif' } })
      if (pathname === '/hostile')
        return page(
          '<title>&lt;img src=x onerror=alert(1)&gt; \u202egnp.exe</title><meta property="og:site_name" content="<script>alert(1)</script>">',
        )
      const name = pathname.slice(1)
      return page(
        `<title>Not this</title><meta property="og:title" content="The ${name} &amp; more"><meta property="og:description" content="What the ${name} is about."><meta property="og:site_name" content="The Daily Test">`,
      )
    },
  })
  return {
    at: (path, host = 'news.test') => `http://${host}:${server.port}${path}`,
    asked,
    close: () => void server.stop(true),
  }
}
