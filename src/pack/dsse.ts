// A signature around an in-toto statement: a DSSE envelope with Ed25519. Pure, with Node's own crypto.
// https://github.com/secure-systems-lab/dsse/blob/v1.0.0/protocol.md
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { z } from "zod";
import { UsageError } from "../world/usage-error.ts";

export const envelopeName = "statement.dsse.json";

const payloadType = "application/vnd.in-toto+json";

const envelopeShape = z.looseObject({
  payloadType: z.literal(payloadType),
  payload: z.base64(),
  signatures: z.array(z.looseObject({ keyid: z.string(), sig: z.base64() })).min(1),
});

/** What is signed: the type and the payload, each with its length. */
function preAuthentication(payload: Buffer): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

export function signedEnvelope(statement: string, key: KeyObject): string {
  const payload = Buffer.from(statement);
  const sig = sign(null, preAuthentication(payload), key).toString("base64");
  const envelope = {
    payloadType,
    payload: payload.toString("base64"),
    signatures: [{ keyid: keyId(createPublicKey(key)), sig }],
  };
  return `${JSON.stringify(envelope)}\n`;
}

/** The SHA-256 of the public key as SPKI. */
const keyId = (key: KeyObject) =>
  createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("hex");

/** What is wrong with the envelope, or null. Without a key its signature is not looked at. */
export function faultOfEnvelope(
  text: string,
  statement: string,
  key: KeyObject | null,
): string | null {
  const parsed = envelopeShape.safeParse(jsonIn(text));
  if (!parsed.success) return "is no DSSE envelope of a statement";
  const payload = Buffer.from(parsed.data.payload, "base64");
  if (payload.toString("utf8") !== statement) return "is of another statement";
  if (key === null) return null;
  const signed = preAuthentication(payload);
  const isGood = parsed.data.signatures.some(({ sig }) =>
    verify(null, signed, key, Buffer.from(sig, "base64")),
  );
  return isGood ? null : "bears no signature of this key";
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @throws UsageError for what is no private key for Ed25519. */
export const privateKeyIn = (pem: string, flag: string) => keyIn(() => createPrivateKey(pem), flag);

/** @throws UsageError for what is no public key for Ed25519. */
export const publicKeyIn = (pem: string, flag: string) => keyIn(() => createPublicKey(pem), flag);

function keyIn(read: () => KeyObject, flag: string): KeyObject {
  try {
    const key = read();
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // Said below.
  }
  throw new UsageError(
    `${flag} must name an Ed25519 key in a PEM file: openssl genpkey -algorithm ed25519`,
  );
}
