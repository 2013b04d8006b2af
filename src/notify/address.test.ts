// Which addresses are public: every block that is not, and its neighbours.
import { describe, expect, it } from "vitest";
import { isPublicAddress } from "./address.ts";

describe("src/notify/address.ts", () => {
  it.each([
    ["93.184.216.34"], ["1.1.1.1"], ["172.15.255.255"], ["172.32.0.1"], ["100.63.255.255"], ["100.128.0.1"], ["2606:4700::1111"], ["2a00:1450:4001::1"],
  ])("%s is public", (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    ["loopback", "127.0.0.1"], ["loopback", "127.255.255.254"], ["this host", "0.0.0.0"], ["private", "10.0.0.1"], ["private", "172.16.0.1"], ["private", "172.31.255.255"],
    ["private", "192.168.1.1"], ["shared by carriers", "100.64.0.1"], ["cloud metadata, link-local", "169.254.169.254"], ["metadata of another cloud", "100.100.100.200"],
    ["host service of a third cloud", "168.63.129.16"], ["IETF assignment", "192.0.0.192"], ["documentation", "203.0.113.7"], ["benchmark", "198.19.0.1"],
    ["multicast", "224.0.0.1"], ["class E", "250.0.0.1"], ["broadcast", "255.255.255.255"],
    ["loopback", "::1"], ["unspecified", "::"], ["unique local, metadata", "fd00:ec2::254"], ["link-local", "fe80::1"], ["link-local with a zone", "fe80::1%eth0"],
    ["mapped IPv4", "::ffff:10.0.0.1"], ["mapped IPv4, even a public one", "::ffff:1.1.1.1"], ["NAT64", "64:ff9b::a00:1"], ["6to4", "2002:a00:1::"], ["Teredo", "2001::1"],
    ["documentation", "2001:db8::1"], ["documentation", "3fff::1"], ["multicast", "ff02::1"], ["no address", "example.com"], ["no address", ""],
  ])("%s is not public: %s", (_kind, address) => expect(isPublicAddress(address)).toBe(false));
});
