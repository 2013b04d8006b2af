// The word guard: what would end, delete, pay or send in many languages, and what only sounds like it.
import { describe, expect, it } from "vitest";
import fc from "fast-check";
import type { Header } from "../exchange.ts";
import { guardedLabel, wordRefusal } from "./word-guard.ts";

const refuses = (path: string): boolean => wordRefusal({ method: "GET", url: `https://shop.example${path}`, headers: [], body: undefined }) !== undefined;

describe("src/dast/traffic/word-guard", () => {
  it.each([
    "/logout", "/Logout.aspx", "/auth/log-out", "/sign_out", "/signOut.do", "/user/LogOff", "/users/5/delete", "/deleteUser", "/delete-user/5", "/item/5/remove.php", "/REMOVE_ITEM", "/cart/checkout", "/pay", "/payNow", "/orders/5/cancel", "/order-cancel-confirm", "/unsubscribe/abc", "/password/reset", "/reset-password", "/account/close-account",
    "/?action=delete", "/?do=log_out", "/?delete=5", "/?logout", "/x?cmd=purge", "/index.php?r=user/delete", "/index.php?route=account/logout", "/?op=deleteUser&id=5", "/%6cogout", "/a;b=c/logout;jsessionid=1", "/?task=user.logout", "/?x=1&amp;action=logout",
    "/abmelden", "/konto/l%C3%B6schen", "/konto/loeschen", "/deconnexion", "/d%C3%A9connexion", "/compte/supprimer", "/cerrar-sesion", "/eliminar", "/sair", "/wyloguj", "/konto/usu%C5%84", "/%D0%B2%D1%8B%D1%85%D0%BE%D0%B4", "/%D1%83%D0%B4%D0%B0%D0%BB%D0%B8%D1%82%D1%8C", "/%E5%88%A0%E9%99%A4", "/%E3%83%AD%E3%82%B0%E3%82%A2%E3%82%A6%E3%83%88", "/%EB%A1%9C%EA%B7%B8%EC%95%84%EC%9B%83", "/uitloggen", "/odhlasit", "/esci",
  ])("refuses %s", (path) => { expect(refuses(path)).toBe(true); });

  it.each([
    "/", "/login", "/payload", "/payments", "/payment-methods", "/deleted-items-report", "/removed", "/cancellation-policy", "/cancelled-orders", "/dropdown", "/undelivered", "/blog/how-to-delete-your-account", "/docs/what-happens-when-orders-cancel-themselves-late", "/css/reset.css", "/img/logout.svg", "/js/delete-button.js", "/preset", "/killers-of-the-flower-moon-soundtrack-album", "/blocks", "/archives", "/publisher", "/charger", "/silk", "/?q=delete", "/?search=log+out", "/?sort=reset", "/?returnUrl=/logout", "/?next=%2Fsign-out", "/?comment=please+cancel+my+order",
    "/?id=1%27%20OR%20%271%27=%271", "/?file=../../etc/passwd", "/?url=https://x.example/delete", "/?page=deleted", "/?id=;sleep%205", "/?x=<script>alert(1)</script>", "/%zz",
  ])("lets %s through", (path) => { expect(refuses(path)).toBe(false); });

  it.each<[string, Header[], string, boolean]>([
    ["a form that says delete", [["Content-Type", "application/x-www-form-urlencoded"]], "id=5&_method=DELETE", true], ["a form that says nothing", [["content-type", "application/x-www-form-urlencoded; charset=utf-8"]], "id=5&name=Bo", false], ["text in a form", [["content-type", "application/x-www-form-urlencoded"]], "comment=delete", false], ["JSON", [["content-type", "application/json"]], '{"a":"delete"}', false],
  ])("%s", (_name, headers, body, isRefused) => { expect(wordRefusal({ method: "POST", url: "https://shop.example/x", headers, body }) !== undefined).toBe(isRefused); });

  it.each([["Log out", true], ["Delete account", true], ["Jetzt bezahlen", true], ["Konto löschen", true], ["删除", true], ["ออกจากระบบ", true], ["  Sign Out  ", true], ["Log in", false], ["Show deleted items", false], ["Read how to delete your old account here", false], ["Search", false], ["", false]])("label %s: %s", (label, isGuarded) => { expect(guardedLabel(label) !== undefined).toBe(isGuarded); });

  it("says which word", () => { expect(wordRefusal({ method: "GET", url: "https://shop.example/a/deleteUser", headers: [], body: undefined })).toBe('"delete" says that it would do something'); });

  it("never throws, and finds the word in any case and joint", () => {
    fc.assert(fc.property(fc.string(), (text) => { refuses(`/${text}`); guardedLabel(text); }));
    fc.assert(fc.property(fc.constantFrom("delete", "logout", "unsubscribe"), fc.constantFrom("user", "item", "x"), fc.constantFrom("-", "_", "%20", "5"), fc.boolean(), (word, other, joint, isFirst) => {
      expect(refuses(`/a/${isFirst ? `${word}${joint}${other}` : `${other}${joint}${word}`}/b`)).toBe(true);
    }));
  });
});
