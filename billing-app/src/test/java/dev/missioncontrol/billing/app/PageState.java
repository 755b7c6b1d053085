package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.sandbox.AfterLastRetry;
import dev.missioncontrol.billing.sandbox.CancelShape;
import java.time.Duration;
import java.util.function.Consumer;

/** A state of the billing page: how a tenant gets there, and what its reader is told and offered, in both languages. */
enum PageState {
    FREE(scene -> {}, "You pay nothing.", "Sie zahlen nichts.", "", ""),
    CONFIRMING(
            scene -> scene.checkout("team", "year", 5),
            "We are confirming your payment. This page updates by itself.",
            "Wir bestätigen gerade Ihre Zahlung. Diese Seite aktualisiert sich von selbst.",
            "",
            ""),
    CHECKOUT_LEFT(
            scene -> scene.checkout("team", "year", 5),
            "You have not been charged.",
            "Ihnen wurde nichts berechnet.",
            "Back to checkout",
            "Zurück zur Kasse"),
    BANK_ASKS(
            scene -> scene.sandbox().beginPayment(scene.checkout("team", "year", 5)),
            "Your bank asks you to confirm the payment.",
            "Ihre Bank bittet Sie, die Zahlung zu bestätigen.",
            "Confirm payment",
            "Zahlung bestätigen"),
    PAYMENT_ON_ITS_WAY(
            scene -> scene.sandbox().payLater(scene.checkout("team", "year", 5), ProviderStatus.INCOMPLETE),
            "Your payment is on its way. Team starts as soon as it arrives; that can take some days.",
            "Ihre Zahlung ist unterwegs. Team beginnt, sobald sie eingeht; das kann einige Tage dauern.",
            "",
            ""),
    PROVISIONAL(
            scene -> {
                var session = scene.checkout("team", "year", 5);
                scene.sandbox().beginPayment(session);
                scene.sandbox().advance(Duration.ofMinutes(1));
                scene.sandbox().goAway();
                scene.sandbox().pay(session);
            },
            "Just received; we are checking the details with the payment provider.",
            "Gerade eingegangen; wir gleichen die Einzelheiten noch mit dem Zahlungsanbieter ab.",
            "",
            ""),
    ACTIVE(scene -> scene.bought("team", "year", 5), "5 seats. Renews on", "5 Plätze. Verlängert sich am", "", ""),
    TRIAL(
            scene -> {
                scene.bought("pro", "month", 1);
                scene.sandbox().advance(Duration.ofDays(5));
            },
            "9 days of trial left; then US$20 a month.",
            "Noch 9 Tage Testphase; danach 20 $ pro Monat.",
            "Add or change payment method",
            "Zahlungsmethode hinterlegen oder ändern"),
    PAST_DUE(
            scene -> scene.behind(Duration.ofHours(2)),
            "Your last payment failed. You keep Team until",
            "Ihre letzte Zahlung ist fehlgeschlagen. Sie behalten Team bis zum",
            "Update payment method",
            "Zahlungsmethode aktualisieren"),
    LAST_DAY_OF_GRACE(
            scene -> scene.behind(Duration.ofDays(6).plusHours(12)),
            "Your last payment failed. This is the last day of Team.",
            "Ihre letzte Zahlung ist fehlgeschlagen. Heute ist der letzte Tag mit Team.",
            "Update payment method",
            "Zahlungsmethode aktualisieren"),
    ACCESS_GONE(
            scene -> scene.behind(Duration.ofDays(8)),
            "Your payment failed and Team is paused. Nothing is deleted.",
            "Ihre Zahlung ist fehlgeschlagen und Ihr Team-Abo ist pausiert. Es wurde nichts gelöscht.",
            "Update payment method",
            "Zahlungsmethode aktualisieren"),
    UNPAID(
            scene -> {
                scene.sandbox().afterLastRetry(AfterLastRetry.UNPAID);
                scene.behind(Duration.ofDays(29));
            },
            "Your payment failed and Team is paused. Nothing is deleted.",
            "Ihre Zahlung ist fehlgeschlagen und Ihr Team-Abo ist pausiert. Es wurde nichts gelöscht.",
            "Update payment method",
            "Zahlungsmethode aktualisieren"),
    PAUSED(
            scene -> scene.sandbox().pause(scene.bought("team", "month", 5)),
            "Your subscription is paused.",
            "Ihr Abo ist pausiert.",
            "Resume",
            "Fortsetzen"),
    ENDS_WITH_ITS_PERIOD(
            scene -> scene.sandbox().cancelAtPeriodEnd(scene.bought("team", "year", 5), CancelShape.FLEXIBLE),
            "Team ends on",
            "Ihr Team-Abo endet am",
            "Keep Team",
            "Team behalten"),
    CHANGES_WITH_ITS_PERIOD(
            scene -> {
                scene.bought("team", "year", 5);
                scene.change("{\"plan\":\"pro\"}");
            },
            "Changes to Pro on",
            "Ihr Tarif wechselt am",
            "Keep Team",
            "Team behalten"),
    ENDED(
            scene -> scene.sandbox().cancelNow(scene.bought("team", "year", 5)),
            "Team ended on",
            "Ihr Team-Abo endete am",
            "Choose a plan",
            "Tarif wählen"),
    SUBSCRIBED_TWICE(
            scene -> scene.soldOnceMore(scene.bought("team", "month", 5)),
            "You have two subscriptions; we are looking at it. You can use Team.",
            "Sie haben zwei Abos; wir kümmern uns darum. Sie können Team nutzen.",
            "",
            ""),
    PROVIDER_AWAY(
            scene -> scene.bought("team", "year", 5),
            "Changes are not possible just now; your plan is not affected.",
            "Änderungen sind im Moment nicht möglich; Ihr Tarif ist davon nicht betroffen.",
            "Try again",
            "Erneut versuchen"),
    PLAN_NO_LONGER_SOLD(
            scene -> {
                SubscriptionId id = scene.bought("team", "month", 2);
                scene.moveTo(id, "price_legacy_monthly", 1);
            },
            "You keep Legacy as long as you like.",
            "Sie behalten Legacy, solange Sie möchten.",
            "",
            ""),
    READER(
            scene -> scene.bought("team", "year", 5),
            "Ask an owner to change the plan.",
            "Bitte wenden Sie sich für Änderungen an eine verwaltungsberechtigte Person.",
            "",
            "");

    /** The plans of these tests: one on trial, one by seats, one no longer sold. */
    static final String CATALOG = """
            {"plans": [
              {"key": "free", "rank": 0, "name": "Free", "features": ["1 project"]},
              {"key": "legacy", "rank": 1, "name": "Legacy", "retired": true, "seats": {"min": 1, "max": 1},
               "prices": {"month": {"id": "price_legacy_monthly", "amount": 900, "currency": "usd"}}},
              {"key": "pro", "rank": 2, "name": "Pro", "seats": {"min": 1, "max": 1}, "trialDays": 14,
               "prices": {"month": {"id": "price_pro_monthly", "amount": 2000, "currency": "usd"},
                          "year": {"id": "price_pro_yearly", "amount": 20000, "currency": "usd"}},
               "features": ["Unlimited projects", "Export", "E-mail support"]},
              {"key": "team", "rank": 3, "name": "Team", "seats": {"min": 2},
               "prices": {"month": {"id": "price_team_monthly", "amount": 1500, "currency": "usd"},
                          "year": {"id": "price_team_yearly", "amount": 15000, "currency": "usd"}},
               "features": ["Everything in Pro", "Roles and audit log", "Priority support"]}
            ]}
            """;

    final Consumer<PageScene> reach;
    final String english;
    final String german;
    final String englishButton;
    final String germanButton;

    /**
     * @param reach what happens first
     * @param english what the page then says somewhere
     * @param german the same
     * @param englishButton of the banner, empty for none
     * @param germanButton the same
     */
    PageState(Consumer<PageScene> reach, String english, String german, String englishButton, String germanButton) {
        this.reach = reach;
        this.english = english;
        this.german = german;
        this.englishButton = englishButton;
        this.germanButton = germanButton;
    }

    String words(String language) {
        return language.startsWith("de") ? german : english;
    }

    String button(String language) {
        return language.startsWith("de") ? germanButton : englishButton;
    }

    /** Where the reader comes from. */
    String query() {
        return switch (this) {
            case CONFIRMING -> "?checkout=success";
            case CHECKOUT_LEFT -> "?checkout=cancel";
            default -> "";
        };
    }

    String file() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
