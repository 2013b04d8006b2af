// A container image by the names senders give it: the reference without digest, and the digest that joins it with a release.

/** image: without digest. imageDigest: "sha256:<64 hex>". */
export interface ImageName { image?: string; imageDigest?: string }

const digest = /sha256:[0-9a-f]{64}(?![0-9a-f])/;
// Docker and containerd name an image they pulled, or only its config, with a scheme before it.
const scheme = /^[a-z-]+:\/\//;

/** The digest anywhere in a text ("docker-pullable://nginx@sha256:..."). */
export const digestIn = (text: string | undefined): string | undefined => (text === undefined ? undefined : digest.exec(text)?.[0]);

/**
 * Names of one image, the best first ("nginx:1.27", "docker.io/library/nginx@sha256:..."): the first that is more than a digest, and the first digest in any of them.
 * Sources: OCI image reference grammar (distribution/reference), Kubernetes containerStatuses.image and .imageID.
 */
export function imageOf(...names: readonly (string | undefined)[]): ImageName {
  const plain = names.map((name) => name?.replace(scheme, "").replace(/@sha256:.*$/, "")).find((name) => name !== undefined && name !== "" && !name.startsWith("sha256:") && !/^[0-9a-f]{12,64}$/.test(name));
  const found = names.map(digestIn).find((name) => name !== undefined);
  return { ...(plain !== undefined && { image: plain }), ...(found !== undefined && { imageDigest: found }) };
}

/** repository and tag as Falco and OTLP give them: one name. */
export const withTag = (repository: string | undefined, tag: string | undefined): string | undefined =>
  (repository === undefined ? undefined : tag === undefined || repository.slice(repository.lastIndexOf("/") + 1).includes(":") ? repository : `${repository}:${tag}`);

/** "docker://e6af..." and a container's bare id are one id. */
export const containerIdOf = (text: string | undefined): string | undefined => (text === "host" ? undefined : text?.replace(scheme, ""));
