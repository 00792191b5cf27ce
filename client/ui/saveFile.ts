/** A file with the name that the server gave it. */
export interface NamedFile {
  name: string
  content: Blob
}

/** The file in an answer. Its name is that of `Content-Disposition`. */
export async function fileIn(response: Response): Promise<NamedFile> {
  const [, name] = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '') ?? []
  return { name: name ?? 'account.json', content: await response.blob() }
}

/** Saves it as the browser saves downloads. */
export function saveFile({ name, content }: NamedFile): void {
  const url = URL.createObjectURL(content)
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}
