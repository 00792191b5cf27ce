/** What was typed into the form that the server painted, before this script arrived; undefined when nothing was. */
export const typedEarly: string | undefined =
  document.querySelector<HTMLInputElement>('#reminderEmail')?.value || undefined
