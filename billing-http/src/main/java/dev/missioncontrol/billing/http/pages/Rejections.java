package dev.missioncontrol.billing.http.pages;

import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.SeatPolicy;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.usecase.Rejection;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Why something was not done, as it is said beside a field: the API says it in English, the page as its reader speaks. */
public final class Rejections {
    private Rejections() {}

    /** The same where no seats were asked for. */
    public static String sentence(Rejection.Code code, Optional<Plan> plan, Locale locale) {
        return sentence(code, plan, OptionalLong.empty(), locale);
    }

    /**
     * One or two sentences.
     *
     * @param code why it was not done
     * @param plan that was asked for, if there is such a plan
     * @param asked how many seats were asked for
     * @param locale of the reader
     */
    public static String sentence(Rejection.Code code, Optional<Plan> plan, OptionalLong asked, Locale locale) {
        Wording wording = new Wording(locale);
        if (code == Rejection.Code.SEATS_OUT_OF_BOUNDS && plan.isPresent())
            return bounds(plan.get(), asked.orElse(0), wording);
        return wording.say("rejection." + code.name().toLowerCase(Locale.ROOT));
    }

    /**
     * Why the customer portal can't be opened.
     *
     * @param subscribed whether there is a subscription all the same, which metadata alone bound
     */
    public static String noCustomer(boolean subscribed, Locale locale) {
        return new Wording(locale).say(subscribed ? "rejection.no_customer.subscribed" : "rejection.no_customer");
    }

    /** The same of a rejection by a rule of the provider's that has a sentence of its own. */
    public static String sentence(Rejection rejection, Optional<Plan> plan, OptionalLong asked, Locale locale) {
        return rejection
                .rule()
                .flatMap(Rejections::key)
                .map(new Wording(locale)::say)
                .orElseGet(() -> sentence(rejection.code(), plan, asked, locale));
    }

    private static Optional<String> key(ChangeResult.Reason rule) {
        return switch (rule) {
            case PAID_BY_DEBIT -> Optional.of("rejection.not_changeable.paid_by_debit");
            case PAID_BY_UNSUPPORTED_METHOD -> Optional.of("rejection.not_changeable.paid_by_unsupported_method");
            case PAID_BY_INVOICE -> Optional.of("rejection.not_changeable.paid_by_invoice");
            case COLLECTION_PAUSED -> Optional.of("rejection.not_changeable.collection_paused");
            case USAGE_BESIDE -> Optional.of("rejection.not_changeable.usage_beside");
            default -> Optional.empty();
        };
    }

    /** Without the most that can be asked for at all, but to those who asked for more. */
    private static String bounds(Plan plan, long asked, Wording wording) {
        SeatPolicy seats = plan.seats();
        String key = "rejection.seats_out_of_bounds";
        if (seats.min() == seats.max()) return wording.say(key + ".exact", "plan", plan.name(), "most", seats.max());
        return seats.max() == SeatPolicy.MOST && asked <= SeatPolicy.MOST
                ? wording.say(key + ".from", "plan", plan.name(), "least", seats.min())
                : wording.say(key + ".range", "plan", plan.name(), "least", seats.min(), "most", seats.max());
    }
}
