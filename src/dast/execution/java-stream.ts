// Java object serialisation streams of ours: Object Serialization Stream Protocol, section 6.4, as far as harmless probes need it.

const utf = (text: string): Buffer => { const bytes = Buffer.from(text, "utf8"); const length = Buffer.alloc(2); length.writeUInt16BE(bytes.length); return Buffer.concat([length, bytes]); };
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");
const header = hex("aced0005");

/** An object of a class that exists nowhere: reading it names the class in the error. */
export const unknownClass = (name: string): Buffer => Buffer.concat([header, hex("7372"), utf(name), hex("0000000000000001 02 0000 78 70")]);

/** A string: what a reader of objects takes, and casts in vain. */
export const plainString = (text: string): Buffer => Buffer.concat([header, hex("74"), utf(text)]);

const stringField = (name: string, type: Buffer): Buffer => Buffer.concat([hex("4c"), utf(name), type]);
const typeAgain = hex("71007e0003");

/** A HashMap with a URL as key: reading it asks the name server for the host, and does nothing else. */
export const asksFor = (host: string): Buffer => Buffer.concat([
  header, hex("7372"), utf("java.util.HashMap"), hex("0507dac1c31660d1 03 0002 46"), utf("loadFactor"), hex("49"), utf("threshold"), hex("78 70 3f400000 0000000c 7708 00000010 00000001"),
  hex("7372"), utf("java.net.URL"), hex("962537361afce472 03 0007 49"), utf("hashCode"), hex("49"), utf("port"), stringField("authority", Buffer.concat([hex("74"), utf("Ljava/lang/String;")])),
  ...["file", "host", "protocol", "ref"].map((name) => stringField(name, typeAgain)),
  hex("78 70 ffffffff ffffffff 74"), utf(host), hex("74"), utf(""), hex("71007e0005 74"), utf("http"), hex("70 78 74"), utf("x"), hex("78"),
]);
