/** Where staff without a session go, and how they end one. */

/** End the session on this computer. */
export async function signOut() {
  await fetch("/session", { method: "DELETE" }).catch(() => undefined);
  goToSignIn();
}

/** Sign in and come back to this page. */
export function goToSignIn() {
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
}
