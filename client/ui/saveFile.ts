/** A file, with the name that the server gave it. */
export interface NamedFile {
  name: string
  content: Blob
}

/** The file in an answer, with the name from `Content-Disposition`. Throws when the body does not arrive. */
export async function fileIn(response: Response): Promise<NamedFile> {
  const [, name] = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '') ?? []
  return { name: name ?? 'account.json', content: await response.blob() }
}

/** Makes the browser download the file. */
export function saveFile({ name, content }: NamedFile): void {
  const url = URL.createObjectURL(content)
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}
