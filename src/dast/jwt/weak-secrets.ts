// Secrets that tokens are signed with when nobody chose one: words of examples and of habit.
import type { Jwt } from "./token.ts";
import { isKeyOf } from "./token.ts";

const words = [
  "", "secret", "Secret", "SECRET", "secretkey", "secret-key", "secret_key", "secretKey", "SECRET_KEY", "secret123", "secret1", "supersecret", "super-secret", "super_secret", "supersecretkey", "mysecret", "my-secret", "my_secret", "mysecretkey", "my-secret-key", "my_secret_key", "topsecret", "top-secret", "s3cr3t", "shhh", "shhhhh", "shhhhhh",
  "password", "Password1", "password123", "passw0rd", "pass", "changeme", "change-me", "change_me", "changeit", "default", "example", "sample", "demo", "test", "test123", "testing", "testsecret", "test-secret", "dev", "development", "devsecret", "dev-secret", "production", "admin", "admin123", "root", "user", "guest", "qwerty", "letmein", "welcome", "123", "1234", "12345", "123456", "12345678", "123456789", "1234567890", "0123456789", "abc123", "abcdef", "abcdefg", "iloveyou", "random", "key", "mykey", "my-key", "private", "privatekey", "private_key", "signingkey", "signing-key", "token", "tokensecret", "token-secret",
  "jwt", "JWT", "jwtsecret", "jwt-secret", "jwt_secret", "JWT_SECRET", "jwtSecret", "jwtkey", "jwt-key", "jwt_key", "jwt_secret_key", "jwt-secret-key", "JWT_SECRET_KEY", "jwtsecretkey", "yourjwtsecret", "your_jwt_secret", "your-jwt-secret", "your-secret", "your_secret", "your-secret-key", "your_secret_key", "your-256-bit-secret", "your-384-bit-secret", "your-512-bit-secret", "a-string-secret-at-least-256-bits-long", "secretsecret", "keyboard cat", "app", "appsecret", "app-secret", "app_secret", "api", "apikey", "api-secret", "auth", "auth-secret", "hmac", "HS256", "none", "null", "undefined", "session", "cookie", "node", "flask", "django", "laravel", "spring", "rails", "express", "foobar", "foo", "hello", "helloworld", "hello world",
];

/** The secret of a token when it is one of these, also with what the token names: its issuer and audience. Nothing is sent for it. */
export function weakSecretOf(token: Jwt): string | undefined {
  const named = ["iss", "aud", "sub", "kid"].flatMap((name) => { const value = token.claims[name] ?? token.header[name]; return typeof value === "string" && value.length <= 60 ? [value, ...value.toLowerCase().split(/[^a-z0-9]+/).filter(({ length }) => length > 2)] : []; });
  return [...words, ...named, ...named.flatMap((word) => [`${word}-secret`, `${word}_secret`, `${word}secret`, `${word}123`])].find((word) => isKeyOf(token, word) || (word.length >= 8 && isKeyOf(token, Buffer.from(word, "base64"))));
}
