/** The address that the visitor typed into the server's form before this script arrived; undefined if none. */
export const typedEarly: string | undefined =
  document.querySelector<HTMLInputElement>('#reminderEmail')?.value || undefined
