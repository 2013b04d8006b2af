// What each release of the demo's fleet is made of: real open-source packages at real versions, old ones first.

/** npm and python: name -> exact version. maven: "group:artifact" -> version. */
export interface PackageSet { version: string; packages: Readonly<Record<string, string>> }

/** format: the one its SBOMs are written in. */
export interface ServiceSets { service: string; tool: "npm" | "python" | "maven"; format: "cyclonedx-json" | "cyclonedx-xml" | "spdx-json"; releases: readonly PackageSet[] }

/** A package of the demo's own company, made on the spot: the story's advisory is about it, so that no real project is accused. */
export const ownPackage = "@lantern/price-rules";

export const serviceSets: readonly ServiceSets[] = [
  { service: "checkout-api", tool: "npm", format: "cyclonedx-json", releases: [
    { version: "3.8.0", packages: { express: "4.18.2", jsonwebtoken: "8.5.1", lodash: "4.17.20", axios: "0.27.2", "follow-redirects": "1.15.2", "form-data": "4.0.0", semver: "5.7.1", [ownPackage]: "2.2.0" } },
    { version: "3.9.0", packages: { express: "4.19.2", jsonwebtoken: "9.0.0", lodash: "4.17.21", axios: "1.7.4", "form-data": "4.0.0", [ownPackage]: "2.3.0" } },
    { version: "4.0.0", packages: { express: "4.21.2", jsonwebtoken: "9.0.2", lodash: "4.17.21", axios: "1.8.2", "form-data": "4.0.4", [ownPackage]: "2.3.1" } },
    { version: "4.0.1", packages: { express: "4.21.2", jsonwebtoken: "9.0.2", lodash: "4.17.21", axios: "1.8.2", "form-data": "4.0.4", [ownPackage]: "2.3.2" } },
  ] },
  { service: "storefront-web", tool: "npm", format: "cyclonedx-json", releases: [
    { version: "1.4.0", packages: { next: "14.0.4", react: "18.2.0", "react-dom": "18.2.0", axios: "1.6.0", "js-yaml": "4.1.0", nanoid: "3.3.6", postcss: "8.4.31" } },
    { version: "1.5.0", packages: { next: "14.2.5", react: "18.3.1", "react-dom": "18.3.1", axios: "1.7.4", "js-yaml": "4.1.0", nanoid: "3.3.6", postcss: "8.4.31" } },
    { version: "1.5.1", packages: { next: "14.2.25", react: "18.3.1", "react-dom": "18.3.1", axios: "1.7.4", "js-yaml": "4.1.0", nanoid: "3.3.8", postcss: "8.4.49" } },
    { version: "1.6.0", packages: { next: "14.2.25", react: "18.3.1", "react-dom": "18.3.1", axios: "1.8.2", "js-yaml": "4.1.1", nanoid: "3.3.8", postcss: "8.4.49" } },
  ] },
  { service: "session-service", tool: "npm", format: "cyclonedx-json", releases: [
    { version: "2.1.0", packages: { express: "4.17.1", jsonwebtoken: "8.5.1", ws: "7.4.5", ioredis: "4.28.5", debug: "2.6.9" } },
    { version: "2.2.0", packages: { express: "4.19.2", jsonwebtoken: "9.0.0", ws: "8.16.0", ioredis: "5.3.2", debug: "4.3.4" } },
    { version: "2.3.0", packages: { express: "4.21.2", jsonwebtoken: "9.0.2", ws: "8.18.0", ioredis: "5.4.1", debug: "4.3.7" } },
  ] },
  { service: "mail-worker", tool: "npm", format: "spdx-json", releases: [
    { version: "0.9.2", packages: { nodemailer: "6.7.2", ejs: "3.1.6", minimist: "1.2.5", moment: "2.29.1", "node-fetch": "2.6.1", async: "3.2.0" } },
    { version: "1.0.0", packages: { nodemailer: "6.9.14", ejs: "3.1.10", minimist: "1.2.8", moment: "2.29.1", "node-fetch": "2.6.7", async: "3.2.4" } },
    { version: "1.1.0", packages: { nodemailer: "6.9.16", ejs: "3.1.10", minimist: "1.2.8", moment: "2.30.1", "node-fetch": "2.7.0", async: "3.2.6" } },
  ] },
  { service: "media-ingest", tool: "npm", format: "cyclonedx-json", releases: [
    { version: "5.0.0", packages: { tar: "6.1.0", request: "2.88.0", "cross-spawn": "7.0.3", glob: "10.3.10", undici: "5.22.0", braces: "3.0.2", micromatch: "4.0.5" } },
    { version: "5.1.0", packages: { tar: "6.2.1", "cross-spawn": "7.0.6", glob: "10.4.5", undici: "6.19.8", braces: "3.0.3", micromatch: "4.0.8" } },
    { version: "5.2.0", packages: { tar: "7.5.3", "cross-spawn": "7.0.6", glob: "10.5.0", undici: "6.21.1", braces: "3.0.3", micromatch: "4.0.8" } },
  ] },
  { service: "admin-console", tool: "npm", format: "spdx-json", releases: [
    { version: "7.2.0", packages: { vite: "5.4.2", jquery: "3.4.1", lodash: "4.17.19", "word-wrap": "1.2.3", json5: "2.2.1", moment: "2.24.0" } },
    { version: "7.3.0", packages: { vite: "5.4.6", jquery: "3.7.1", lodash: "4.17.21", json5: "2.2.3", moment: "2.30.1" } },
  ] },
  { service: "catalog-api", tool: "python", format: "cyclonedx-json", releases: [
    { version: "2024.9", packages: { django: "4.2.11", requests: "2.31.0", pillow: "10.2.0", gunicorn: "21.2.0", urllib3: "2.0.5", certifi: "2023.5.7", idna: "3.4", sqlparse: "0.4.4" } },
    { version: "2025.4", packages: { django: "4.2.20", requests: "2.32.3", pillow: "10.4.0", gunicorn: "22.0.0", urllib3: "2.2.2", certifi: "2024.7.4", idna: "3.7", sqlparse: "0.5.1" } },
    { version: "2025.11", packages: { django: "4.2.26", requests: "2.32.4", pillow: "11.3.0", gunicorn: "23.0.0", urllib3: "2.5.0", certifi: "2025.8.3", idna: "3.10", sqlparse: "0.5.3" } },
  ] },
  { service: "search-api", tool: "python", format: "cyclonedx-json", releases: [
    { version: "1.12.0", packages: { fastapi: "0.110.0", starlette: "0.36.3", uvicorn: "0.27.1", pyjwt: "2.3.0", aiohttp: "3.9.1", jinja2: "3.1.3" } },
    { version: "1.13.0", packages: { fastapi: "0.115.5", starlette: "0.41.2", uvicorn: "0.32.0", pyjwt: "2.9.0", aiohttp: "3.10.10", jinja2: "3.1.4" } },
    { version: "1.14.0", packages: { fastapi: "0.115.12", starlette: "0.46.1", uvicorn: "0.34.0", pyjwt: "2.10.1", aiohttp: "3.11.14", jinja2: "3.1.6" } },
  ] },
  { service: "thumbnailer", tool: "python", format: "cyclonedx-json", releases: [
    { version: "0.8", packages: { flask: "2.2.2", werkzeug: "2.2.2", jinja2: "3.1.2", pillow: "9.4.0", gunicorn: "20.1.0", setuptools: "65.5.0" } },
    { version: "0.9", packages: { flask: "3.0.3", werkzeug: "3.0.3", jinja2: "3.1.4", pillow: "10.3.0", gunicorn: "22.0.0", setuptools: "70.0.0" } },
    { version: "1.0", packages: { flask: "3.1.0", werkzeug: "3.1.3", jinja2: "3.1.6", pillow: "11.1.0", gunicorn: "23.0.0", setuptools: "80.9.0" } },
  ] },
  { service: "recommendations", tool: "python", format: "cyclonedx-json", releases: [
    { version: "3.0.0", packages: { aiohttp: "3.8.5", cryptography: "41.0.3", requests: "2.30.0", urllib3: "1.26.15", certifi: "2022.9.24", tornado: "6.3.3", idna: "3.4" } },
    { version: "3.1.0", packages: { aiohttp: "3.9.5", cryptography: "42.0.8", requests: "2.32.3", urllib3: "1.26.19", certifi: "2024.7.4", tornado: "6.4.1", idna: "3.7" } },
  ] },
  { service: "report-builder", tool: "python", format: "cyclonedx-json", releases: [
    { version: "12", packages: { jinja2: "3.0.3", paramiko: "2.12.0", pyyaml: "6.0.1", cryptography: "40.0.2", virtualenv: "20.26.0", zipp: "3.15.0" } },
    { version: "13", packages: { jinja2: "3.1.5", paramiko: "3.4.1", pyyaml: "6.0.2", cryptography: "43.0.1", virtualenv: "20.27.1", zipp: "3.20.2" } },
  ] },
  { service: "orders-service", tool: "maven", format: "cyclonedx-json", releases: [
    { version: "6.1.0", packages: { "org.springframework.boot:spring-boot-starter-web": "2.5.5", "org.apache.logging.log4j:log4j-core": "2.14.1", "org.postgresql:postgresql": "42.2.23" } },
    { version: "6.2.0", packages: { "org.springframework.boot:spring-boot-starter-web": "2.7.18", "org.apache.logging.log4j:log4j-core": "2.17.1", "org.postgresql:postgresql": "42.5.4" } },
    { version: "7.0.0", packages: { "org.springframework.boot:spring-boot-starter-web": "3.3.4", "org.apache.logging.log4j:log4j-core": "2.24.1", "org.postgresql:postgresql": "42.7.4" } },
    { version: "7.1.0", packages: { "org.springframework.boot:spring-boot-starter-web": "3.4.4", "org.apache.logging.log4j:log4j-core": "2.24.3", "org.postgresql:postgresql": "42.7.5" } },
  ] },
  { service: "search-indexer", tool: "maven", format: "cyclonedx-xml", releases: [
    { version: "1.0.3", packages: { "org.apache.logging.log4j:log4j-core": "2.16.0", "com.fasterxml.jackson.core:jackson-databind": "2.12.5", "org.apache.commons:commons-text": "1.9", "org.yaml:snakeyaml": "1.30", "org.apache.commons:commons-compress": "1.21" } },
    { version: "1.1.0", packages: { "org.apache.logging.log4j:log4j-core": "2.23.1", "com.fasterxml.jackson.core:jackson-databind": "2.14.2", "org.apache.commons:commons-text": "1.12.0", "org.yaml:snakeyaml": "2.2", "org.apache.commons:commons-compress": "1.26.1" } },
    { version: "1.2.0", packages: { "org.apache.logging.log4j:log4j-core": "2.24.3", "com.fasterxml.jackson.core:jackson-databind": "2.18.2", "org.apache.commons:commons-text": "1.13.0", "org.yaml:snakeyaml": "2.4", "org.apache.commons:commons-compress": "1.27.1" } },
  ] },
  { service: "loyalty-api", tool: "maven", format: "cyclonedx-xml", releases: [
    { version: "0.4.0", packages: { "org.apache.struts:struts2-core": "2.5.30", "org.apache.shiro:shiro-core": "1.2.4", "com.google.code.gson:gson": "2.8.6", "com.h2database:h2": "1.4.200", "commons-collections:commons-collections": "3.2.1" } },
    { version: "0.5.0", packages: { "org.apache.struts:struts2-core": "6.3.0.2", "org.apache.shiro:shiro-core": "1.13.0", "com.google.code.gson:gson": "2.11.0", "com.h2database:h2": "2.3.232" } },
  ] },
];
