package dev.missioncontrol.billing.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** An operator who sets up the prices of a catalogue at Stripe. */
class StripePricesTest extends AtAnEmptyAccount {
    @Test
    void prices_that_were_made_but_not_yet_configured_are_named_again_and_not_made_again() throws IOException {
        Answer first = type("stripe", "setup");
        Answer second = type("stripe", "setup");

        assertThat(second.out()).doesNotContain("make a price").contains("use the price price_");
        assertThat(priceLines(second)).isEqualTo(priceLines(first));
    }

    @Test
    void a_catalogue_whose_prices_are_still_to_be_filled_in_is_set_up_and_says_them() throws IOException {
        Path plans = Files.writeString(
                folder.resolve("plans.json"),
                "{\"plans\": [{\"key\": \"free\", \"rank\": 0}, {\"key\": \"pro\", \"rank\": 1, \"prices\": {\"month\":"
                        + " {\"id\": \"price_changeme_pro\", \"amount\": 2000, \"currency\": \"usd\"}}}]}");
        settings.add("BILLING_CATALOG=" + plans);

        assertThat(type("stripe", "doctor").out()).contains("price_changeme_pro", "to mend it: run `stripe setup`");
        Answer done = type("stripe", "setup");

        assertThat(done.code()).as("%s", done).isEqualTo(ExitCodes.FINE);
        assertThat(done.out())
                .contains("make a price of 2000 usd a month for pro")
                .containsPattern("price_[A-Za-z0-9]");
    }

    @Test
    void a_price_that_differs_from_the_catalogue_is_replaced_and_kept_for_who_has_it() throws IOException {
        sellProAt(2000, "price_changeme_pro");
        String old = priceSaid(type("stripe", "setup"));
        sellProAt(2500, old);

        assertThat(type("stripe", "doctor").out()).contains("it costs 2000, the catalogue says 2500", "`stripe setup`");
        assertThat(type("stripe", "setup", "--dry-run").out())
                .doesNotContain("Nothing to do")
                .contains(
                        "make a price of 2500 usd a month for pro",
                        "keep the price " + old
                                + " as it is for who has it, under retiredPrices of pro: it costs 2000");
        Answer raised = type("stripe", "setup");
        String dearer = priceSaid(raised);

        assertThat(dearer).isNotEqualTo(old);
        assertThat(raised.out()).contains("plan pro, retiredPrices: add " + old);
        Answer again = type("stripe", "setup");
        assertThat(again.out()).doesNotContain("make a price", "Nothing to do").contains("retiredPrices: add " + old);
        assertThat(priceSaid(again)).isEqualTo(dearer);

        sellProAt(2500, dearer, old);
        assertThat(type("stripe", "setup").out()).contains("Nothing to do");
        assertThat(type("stripe", "doctor").out())
                .contains("retired price pro (" + old + ")")
                .doesNotContain("wrong   price");
    }

    @Test
    void a_price_that_is_sold_again_after_a_dearer_one_is_the_old_one() throws IOException {
        sellProAt(2000, "price_changeme_pro");
        String old = priceSaid(type("stripe", "setup"));
        sellProAt(2500, "price_changeme_pro", old);
        String dearer = priceSaid(type("stripe", "setup"));

        sellProAt(2000, old, dearer);

        assertThat(type("stripe", "setup").out()).contains("Nothing to do");
    }

    @Test
    void a_price_that_differs_from_a_built_in_plan_is_left_as_it_is_and_the_rest_is_set_up() throws IOException {
        stripe.faults().answer("POST /v1/webhook_endpoints", 403, 1);
        sellProAt(2500, "price_changeme_pro");
        Answer made = type("stripe", "setup");
        assertThat(made.code()).isEqualTo(ExitCodes.FAILED);
        String own = priceIn(made);
        settings.removeIf(line -> line.startsWith("BILLING_CATALOG"));
        settings.add("STRIPE_PRICE_PRO_MONTHLY=" + own);

        Answer done = type("stripe", "setup");

        assertThat(done.code()).as("%s", done).isEqualTo(ExitCodes.FINE);
        assertThat(done.out())
                .doesNotContain("a month for pro", "STRIPE_PRICE_PRO_MONTHLY", own)
                .contains("make a price of 20000 usd a year for pro", "make a webhook endpoint");
        configure(done);
        Answer exam = type("stripe", "doctor");
        assertThat(exam.out())
                .contains(
                        "it costs 2500, the catalogue says 2000",
                        "write the plans as a file with what you sell them for")
                .doesNotContain("mend the catalogue", "run `stripe setup`");
        assertThat(type("stripe", "setup").out()).contains("Nothing to do: nothing is missing");
    }

    /** A catalogue of one plan that is sold by the month, in US cents. */
    private void sellProAt(long amount, String price, String... retired) throws IOException {
        String kept = retired.length == 0 ? "" : ", \"retiredPrices\": [\"" + String.join("\", \"", retired) + "\"]";
        Path plans = Files.writeString(
                folder.resolve("plans.json"),
                "{\"plans\": [{\"key\": \"free\", \"rank\": 0}, {\"key\": \"pro\", \"rank\": 1, \"prices\": {\"month\":"
                        + " {\"id\": \"" + price + "\", \"amount\": " + amount + ", \"currency\": \"usd\"}}" + kept
                        + "}]}");
        settings.removeIf(line -> line.startsWith("BILLING_CATALOG"));
        settings.add("BILLING_CATALOG=" + plans);
    }

    /** The price of pro by the month that setup says to configure. */
    private static String priceSaid(Answer setup) {
        assertThat(setup.code()).as("%s", setup).isEqualTo(ExitCodes.FINE);
        return priceIn(setup);
    }

    private static String priceIn(Answer setup) {
        String before = "plan pro, prices.month.id=";
        return setup.out()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith(before))
                .map(line -> line.substring(before.length()))
                .findFirst()
                .orElseThrow();
    }
}
