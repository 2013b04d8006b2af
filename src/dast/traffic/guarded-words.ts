// Words of actions that end a session, destroy, pay or send, in the languages of many applications: data of the word guard.

/** Verbs as they stand in paths, parameters and labels: one word each, lower case, without accents. Inflected forms ("deleted", "payments") are other words. */
export const guardedWords: ReadonlySet<string> = new Set([
  // English
  "logout", "logoff", "signout", "signoff", "delete", "del", "destroy", "remove", "erase", "purge", "wipe", "drop", "truncate", "unsubscribe", "optout", "cancel", "pay", "purchase", "buy", "checkout", "charge", "refund",
  "transfer", "withdraw", "reset", "reboot", "restart", "shutdown", "poweroff", "halt", "terminate", "kill", "deactivate", "disable", "revoke", "suspend", "ban", "block", "unlink", "uninstall", "rollback", "archive",
  "deprovision", "decommission", "format", "flush", "invalidate", "expire", "publish", "unpublish", "broadcast", "resend", "sendmail", "notify", "invite", "impersonate", "lock", "empty",
  // German
  "abmelden", "ausloggen", "loschen", "loeschen", "entfernen", "stornieren", "kundigen", "kuendigen", "abbrechen", "bezahlen", "zahlen", "kaufen", "bestellen", "uberweisen", "ueberweisen", "zurucksetzen", "zuruecksetzen", "deaktivieren", "sperren", "abbestellen", "widerrufen",
  // French
  "deconnexion", "deconnecter", "supprimer", "effacer", "retirer", "annuler", "payer", "acheter", "commander", "resilier", "desabonner", "desinscrire", "reinitialiser", "desactiver", "rembourser", "virement",
  // Spanish, Portuguese, Italian
  "salir", "desconectar", "eliminar", "borrar", "quitar", "cancelar", "anular", "pagar", "comprar", "restablecer", "reiniciar", "desactivar", "baja", "sair", "desconectar", "excluir", "apagar", "remover", "deletar", "redefinir", "desativar", "esci", "disconnetti", "disconnettersi", "elimina", "eliminare", "cancella", "cancellare", "rimuovi", "rimuovere", "annulla", "annullare", "paga", "pagare", "acquista", "acquistare", "disiscriviti", "reimposta", "ripristina", "disattiva",
  // Dutch, Swedish, Danish, Norwegian, Finnish
  "afmelden", "uitloggen", "verwijderen", "verwijder", "annuleren", "betalen", "kopen", "opzeggen", "wissen", "loggaut", "utloggning", "radera", "avbryt", "betala", "kop", "avsluta", "logud", "slet", "fjern", "annuller", "betal", "kob", "afmeld", "loggut", "slett", "avbestill", "kjop", "poista", "peruuta", "maksa", "osta", "kirjauduulos",
  // Polish, Czech, Slovak, Hungarian, Romanian
  "wyloguj", "usun", "usuwanie", "anuluj", "zaplac", "kup", "wypisz", "odhlasit", "smazat", "odstranit", "zrusit", "zaplatit", "koupit", "kijelentkezes", "torles", "torol", "megse", "fizetes", "deconectare", "sterge", "anuleaza", "plateste", "cumpara",
  // Turkish, Indonesian, Vietnamese
  "cikis", "sil", "kaldir", "iptal", "ode", "satinal", "keluar", "hapus", "batal", "bayar", "beli", "dangxuat", "xoa", "huy",
  // Russian, Ukrainian, Greek, and transliterated
  "выйти", "выход", "удалить", "отменить", "оплатить", "купить", "отписаться", "сбросить", "vyhod", "vyiti", "udalit", "otmenit", "oplatit", "kupit", "вийти", "видалити", "скасувати", "сплатити", "αποσυνδεση", "διαγραφη", "ακυρωση", "πληρωμη",
]);

/** Two words that mean one action: "log out", "sign-off", "opt_out". */
export const guardedPairs: ReadonlySet<string> = new Set(["log out", "log off", "sign out", "sign off", "opt out", "shut down", "power off", "place order", "send mail", "send email", "send message", "send sms", "close account", "se deconnecter", "cerrar sesion", "terminar sessao", "encerrar sessao", "log ud", "log ut", "logga ut", "kirjaudu ulos", "dang xuat", "satin al", "cikis yap", "konto kundigen", "place bid", "clear all", "factory reset"]);

/** Scripts without blanks between words: these count wherever they stand. */
export const guardedSigns: readonly string[] = ["ログアウト", "削除", "退会", "購入", "支払", "解約", "キャンセル", "注文を確定", "登出", "注销", "註銷", "退出登录", "删除", "刪除", "移除", "取消", "支付", "付款", "购买", "購買", "退订", "重置", "로그아웃", "삭제", "취소", "결제", "구매", "탈퇴", "초기화", "خروج", "حذف", "إلغاء", "دفع", "התנתק", "מחק", "ביטול", "ออกจากระบบ", "ลบ", "ยกเลิก", "ชำระเงิน", "लॉगआउट", "हटाएं"];
