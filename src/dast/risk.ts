// What a probe may do to the system under test, from harmless to harmful: profiles allow classes, people opt into more.

/**
 * passive      looks at answers that came anyway
 * marker       reads with inert text: letters, digits, and at most quotes and angle brackets that nobody executes
 * payload      reads with text that would be executed by a vulnerable system, without lasting effect
 * timing       makes a vulnerable system wait
 * out-of-band  makes a vulnerable system call back
 * browser      loads pages in a browser and operates them
 * write        sends methods that may change state: POST, PUT, PATCH, DELETE, submitted forms
 * stored       leaves payloads behind that others may see
 * upload       uploads files
 * smuggling    sends requests that disturb the connections of others behind the same proxy
 * credentials  tries well-known passwords
 * load         sends many requests at once: rate limits, lockout, depth of queries
 */
export const risks = ["passive", "marker", "payload", "timing", "out-of-band", "browser", "write", "stored", "upload", "smuggling", "credentials", "load"] as const;
export type Risk = (typeof risks)[number];
