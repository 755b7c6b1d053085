package dev.missioncontrol.billing.http.pages;

import dev.missioncontrol.billing.provider.PaymentMethod;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** What is paid with, as people recognise it. Names of brands are the same in every language. */
final class PaymentMethods {
    private static final Map<String, String> CARDS = Map.of(
            "visa", "Visa",
            "mastercard", "Mastercard",
            "amex", "American Express",
            "american_express", "American Express",
            "discover", "Discover",
            "diners", "Diners Club",
            "jcb", "JCB",
            "unionpay", "UnionPay",
            "cartes_bancaires", "Cartes Bancaires",
            "eftpos_au", "eftpos");

    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("link", "Link"),
            Map.entry("paypal", "PayPal"),
            Map.entry("amazon_pay", "Amazon Pay"),
            Map.entry("cashapp", "Cash App Pay"),
            Map.entry("revolut_pay", "Revolut Pay"),
            Map.entry("klarna", "Klarna"),
            Map.entry("bacs_debit", "Bacs Direct Debit"),
            Map.entry("au_becs_debit", "BECS Direct Debit"),
            Map.entry("acss_debit", "ACSS Direct Debit"),
            Map.entry("ideal", "iDEAL"),
            Map.entry("bancontact", "Bancontact"),
            Map.entry("kakao_pay", "Kakao Pay"),
            Map.entry("naver_pay", "Naver Pay"));

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MM/yyyy", Locale.ROOT);

    private PaymentMethods() {}

    /** {@code Visa ending in 4242, expires 12/2027}. */
    static String words(PaymentMethod method, Wording wording) {
        String name = name(method, wording);
        if (method.last4().isEmpty()) return name;
        String last4 = method.last4().get();
        return method.expiry()
                .map((YearMonth month) ->
                        wording.say("pay.ending.expires", "name", name, "last4", last4, "month", MONTH.format(month)))
                .orElseGet(() -> wording.say("pay.ending", "name", name, "last4", last4));
    }

    private static String name(PaymentMethod method, Wording wording) {
        String brand = method.brand().orElse("");
        return switch (method.type()) {
            case "card" ->
                CARDS.getOrDefault(brand.toLowerCase(Locale.ROOT), brand.isEmpty() ? wording.say("pay.card") : brand);
            case "sepa_debit" -> wording.say("pay.sepa");
            case "us_bank_account", "bank_account" -> brand.isEmpty() ? wording.say("pay.bank") : brand;
            default -> OTHERS.getOrDefault(method.type(), wording.say("pay.other"));
        };
    }
}
