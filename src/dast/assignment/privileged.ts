// Members of records that decide what somebody may do, has or owes: no visitor sets them himself.

const privileged = /^(?:(?:is|has|can)_?)?(?:admin(?:istrator)?|super_?user|staff|root|moderator|owner|premium|vip|employee)$|^(?:user_?|account_?)?(?:roles?|role_?ids?|role_?names?|type_?of_?user|permissions?|privileges?|scopes?|groups?|authorit(?:y|ies)|access_?level|rank|tier|plan|subscription|clearance)$|^(?:is_?|e?mail_?|account_?|phone_?|kyc_?)?(?:verified|confirmed|approved|activated|validated|trusted|banned|blocked|suspended)(?:_?at)?$|(?:^|_)(?:balance|credits?|credit_?limit|points|quota|wallet|funds|limit|salary|discount|price|unit_?price|total|amount|amount_?paid|paid|is_?paid|fee|commission|cost)$|^(?:owner|user|account|tenant|org(?:anisation|anization)?|customer|seller|created_?by|author)_?id$|^created_?by$|^(?:stripe|internal|secret|api)_?\w+$/i;

/** "isAdmin", "user_role", "emailVerified", "accountBalance": by any spelling. */
export const isPrivileged = (name: string): boolean => privileged.test(name) || privileged.test(name.replaceAll(/([a-z\d])([A-Z])/g, "$1_$2"));

/** What applications often have without showing it, with a value that shows when it is taken. word: of ours. */
export const oftenHidden = (word: string): Readonly<Record<string, unknown>> => ({ role: word, isAdmin: true, is_admin: true, admin: true, verified: true, balance: 1_000_000 + word.length });

/** Only these names say something where an answer is text: what they hold is a word that can be found again. */
export const hiddenWords = ["role", "user_role", "userRole", "type", "account_type", "group", "permissions", "plan", "status"] as const;
