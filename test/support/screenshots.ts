/** A picture of its own size and look: two colours by `seed`. */
export const picture = async (width: number, height: number, seed = 0): Promise<Buffer> => {
  const source = await Bun.file(
    `${import.meta.dir}/../../docs/screenshots/${seed % 2 === 0 ? 'light' : 'dark'}.png`,
  ).bytes()
  return Buffer.from(await new Bun.Image(source).resize(width, height).png().bytes())
}
