package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.Price;
import dev.missioncontrol.billing.provider.ProviderPrice;
import dev.missioncontrol.billing.stripe.AccountFinding.Level;
import dev.missioncontrol.billing.stripe.AccountState.Asked;
import dev.missioncontrol.billing.stripe.AccountState.Endpoint;
import dev.missioncontrol.billing.stripe.AccountState.Portal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what an account has with what we need. Pure. */
final class AccountCheck {
    /** A clock that is off by more has something wrong with it, though signatures still verify. */
    private static final Duration NOTICEABLE = Duration.ofSeconds(30);

    /** A clock that is off by more leaves too little of the signatures' tolerance of 300 s. */
    private static final Duration TOO_MUCH = Duration.ofSeconds(150);

    private static final String SETUP = "run `stripe setup`";

    private static final String CHANGING = " (docs/stripe.md, Changing a price)";

    private final AccountWishes wishes;
    private final List<AccountFinding> findings = new ArrayList<>();

    private AccountCheck(AccountWishes wishes) {
        this.wishes = wishes;
    }

    /** @param now our own time, when Stripe's was asked for */
    static List<AccountFinding> check(AccountWishes wishes, AccountState state, boolean livemode, Instant now) {
        AccountCheck check = new AccountCheck(wishes);
        check.key(livemode);
        check.asked("clock", state.clock()).ifPresent(theirs -> check.clock(theirs, now));
        for (Plan plan : wishes.catalog().plans()) {
            plan.prices().forEach((interval, price) -> check.price(plan, interval, price, state, livemode));
            plan.retiredPrices().forEach(id -> check.retired(plan, id, state));
        }
        check.asked("portal", state.portals()).ifPresent(check::portal);
        check.asked("webhook", state.endpoints()).ifPresent(check::endpoints);
        check.asked("events", state.newestEvent()).ifPresent(check::newest);
        if (wishes.automaticTax()) check.asked("tax", state.tax()).ifPresent(check::tax);
        return List.copyOf(check.findings);
    }

    private <T> Optional<T> asked(String subject, Asked<T> asked) {
        if (asked.answer().isEmpty())
            findings.add(new AccountFinding(
                    Level.UNKNOWN, subject, asked.failure(), "mend the key's rights, or try again later"));
        return asked.answer();
    }

    private void key(boolean livemode) {
        if (wishes.production() && !livemode)
            warn("key", "it is a test key in production: no money moves", "set STRIPE_SECRET_KEY to the live key");
        else if (!wishes.production() && livemode)
            warn("key", "it is a live key outside production", "use a test key, or BILLING_PROFILE=production");
        else ok("key", livemode ? "it is a live key" : "it is a test key");
        if (wishes.webhookSecrets() == 0)
            wrong("webhook secret", "none is set, so no event is believed", "set STRIPE_WEBHOOK_SECRET");
    }

    private void clock(Instant theirs, Instant ours) {
        Duration off = Duration.between(theirs, ours).abs();
        String said =
                "ours is " + off.toSeconds() + " s " + (ours.isBefore(theirs) ? "behind" : "ahead of") + " Stripe's";
        if (off.compareTo(TOO_MUCH) > 0)
            wrong("clock", said + "; signatures are refused beyond 300 s", "synchronise this machine's clock (NTP)");
        else if (off.compareTo(NOTICEABLE) > 0) warn("clock", said, "synchronise this machine's clock (NTP)");
        else ok("clock", said);
    }

    private void price(Plan plan, BillingInterval interval, Price price, AccountState state, boolean livemode) {
        String subject = "price " + plan.key() + " " + interval.word() + " (" + price.id() + ")";
        Asked<Optional<ProviderPrice>> asked = state.prices().get(price.id());
        Optional<Optional<ProviderPrice>> answer = asked(subject, asked);
        if (answer.isEmpty()) return;
        if (answer.get().isEmpty()) {
            wrong(subject, "Stripe does not have it in this mode", SETUP + ", or name the right price");
            return;
        }
        ProviderPrice theirs = answer.get().get();
        String currency = price.unitAmount().currency();
        List<String> faults = PriceDifferences.between(interval, price, theirs, livemode);
        if (!faults.isEmpty())
            wrong(
                    subject,
                    String.join("; ", faults),
                    wishes.ownCatalog()
                            ? "mend the catalogue, or " + SETUP + " for a price that is as it says" + CHANGING
                            : "name the right price, or write the plans as a file with what you sell them for"
                                    + CHANGING);
        else if (theirs.otherCurrencies().isEmpty()) ok(subject, "as in the catalogue");
        else
            warn(
                    subject,
                    "buyers elsewhere are charged in " + String.join(", ", theirs.otherCurrencies())
                            + ", and the plans are shown in " + currency + " to all of them",
                    "take currency_options off the price in Stripe, or live with it: what such a tenant pays is not shown"
                            + " beside its plan, and counts as " + currency + " among the figures");
    }

    private void retired(Plan plan, PriceId id, AccountState state) {
        String subject = "retired price " + plan.key() + " (" + id + ")";
        asked(subject, state.prices().get(id)).ifPresent(found -> {
            if (found.isPresent()) ok(subject, "it is there");
            else warn(subject, "Stripe does not have it in this mode", "take it out of retiredPrices if it never was");
        });
    }

    private void portal(List<Portal> portals) {
        Optional<Portal> standard = portals.stream().filter(Portal::isDefault).findFirst();
        if (standard.isEmpty()) {
            wrong("portal", "no default configuration is saved, so the portal does not open", SETUP);
            return;
        }
        List<String> missing = new ArrayList<>();
        if (!standard.get().paymentMethod()) missing.add("payment methods can't be changed there");
        if (!standard.get().invoices()) missing.add("invoices can't be seen there");
        if (!standard.get().cancels()) missing.add("subscriptions can't be canceled there");
        else if (!standard.get().cancelsAtPeriodEnd()) missing.add("canceling there ends a subscription at once");
        List<String> fixed = Portal.OF_CUSTOMERS.stream()
                .filter(what -> !standard.get().ofCustomers().contains(what))
                .toList();
        if (!fixed.isEmpty())
            missing.add("customers can't change there who is invoiced (" + String.join(", ", fixed) + ")");
        if (missing.isEmpty()) ok("portal", "the default configuration has what customers need");
        else warn("portal", String.join("; ", missing), "change it in Stripe's dashboard, under customer portal");
        changes(standard.get());
    }

    /**
     * What customers may change of a subscription in the portal goes past us: it counts before it is paid for, unlike ours, and by
     * Stripe's bounds. Where it is not even charged at once, a dearer plan is had for nothing until the renewal.
     */
    private void changes(Portal standard) {
        List<String> changes = new ArrayList<>();
        if (standard.changes().contains("price")) changes.add("the plan");
        if (standard.changes().contains("quantity"))
            changes.add("the number of seats, to fewer than a plan's least as well");
        if (changes.isEmpty()) return;
        String said = "customers can change " + String.join(" and ", changes) + " there, ";
        String remedy =
                "take it out in Stripe's dashboard, under customer portal: customers change that on the billing page";
        if (standard.invoicesChanges()) warn("portal changes", said + "and have it before it is paid for", remedy);
        else
            wrong(
                    "portal changes",
                    said + "and nothing is charged for it before the next renewal",
                    remedy + ". Or have proration charged at once (always_invoice)");
    }

    private void endpoints(List<Endpoint> all) {
        List<Endpoint> ours = all.stream()
                .filter(one -> one.url().equals(wishes.webhook().toString()))
                .toList();
        if (ours.isEmpty()) {
            wrong("webhook", "no endpoint sends to " + wishes.webhook(), SETUP + ", or correct BILLING_BASE_URL");
            return;
        }
        if (ours.stream().filter(Endpoint::enabled).count() > 1)
            warn(
                    "webhook",
                    "several endpoints send to " + wishes.webhook() + ": each event comes several times",
                    "harmless while you rotate; then run `stripe setup --finish-rotation`");
        for (Endpoint one : ours) {
            String subject = "webhook " + one.id();
            if (!one.enabled()) {
                wrong(subject, "it is disabled: no event is sent", SETUP);
                continue;
            }
            List<String> missing = StripeAccount.EVENTS.stream()
                    .filter(type -> !one.hears(type))
                    .toList();
            if (!missing.isEmpty()) wrong(subject, "it does not send " + String.join(", ", missing), SETUP);
            if (!one.pinned())
                warn(
                        subject,
                        "it is written in version " + one.version().orElse("of the account")
                                + ", the library is made for " + StripeEventWriter.API_VERSION,
                        "run `stripe setup --rotate-webhook`");
            if (missing.isEmpty() && one.pinned()) ok(subject, "it sends what is needed, in the right version");
        }
    }

    private void tax(Optional<String> lacks) {
        if (lacks.isEmpty()) ok("tax", "Stripe Tax is active");
        else
            wrong(
                    "tax",
                    "tax is to be reckoned at checkout, and Stripe Tax is not set up: " + lacks.get()
                            + "; nobody can buy",
                    "set it up in Stripe's dashboard, under tax, or take BILLING_AUTOMATIC_TAX away");
    }

    private void newest(Optional<String> version) {
        ok(
                "events",
                version.map(name -> "the newest event of the account is of version " + name)
                        .orElse("the account has no events yet"));
    }

    private void ok(String subject, String sentence) {
        findings.add(AccountFinding.ok(subject, sentence));
    }

    private void warn(String subject, String sentence, String remedy) {
        findings.add(AccountFinding.warning(subject, sentence, remedy));
    }

    private void wrong(String subject, String sentence, String remedy) {
        findings.add(AccountFinding.wrong(subject, sentence, remedy));
    }
}
