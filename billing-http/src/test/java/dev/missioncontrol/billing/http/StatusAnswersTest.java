package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.Access;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.usecase.TenantStatus;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was answered before is answered again only where it would be made the same. */
class StatusAnswersTest {
    private static final Instant JAN_1 = Instant.parse("2027-01-01T00:00:00Z");

    private final StatusAnswers answers = new StatusAnswers();

    private static TenantStatus status(String subscription, int seats, Access access) {
        return new TenantStatus(
                new CurrentSubscription(
                        Optional.of(new SubscriptionId(subscription)),
                        "team",
                        SubscriptionStatus.PAST_DUE,
                        seats,
                        Optional.of(BillingInterval.MONTH),
                        Optional.of(JAN_1),
                        Optional.of("past_due"),
                        Optional.of(ProviderStatus.PAST_DUE),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(JAN_1),
                        Optional.empty(),
                        false,
                        Optional.of(JAN_1)),
                access,
                Optional.empty());
    }

    private static Access access(Access.Level level) {
        return new Access(level, Optional.empty());
    }

    @Test
    void an_answer_is_the_one_that_would_be_made_anew() {
        TenantStatus status = status("sub_1", 5, access(Access.Level.GRACE));
        for (int time = 0; time < 2; time++) {
            StatusAnswers.Answer answer = answers.of(status("sub_1", 5, access(Access.Level.GRACE)));
            assertThat(answer.body()).isEqualTo(Json.bytes(Answers.status(status)));
            assertThat(answer.tag()).isEqualTo(EntityTag.of(status.version(), answer.body()));
        }
        assertThat(answers.size()).isEqualTo(1);
    }

    @Test
    void access_that_ended_is_another_answer() {
        StatusAnswers.Answer grace = answers.of(status("sub_1", 5, access(Access.Level.GRACE)));
        StatusAnswers.Answer none = answers.of(status("sub_1", 5, access(Access.Level.NONE)));
        assertThat(none.body()).isNotEqualTo(grace.body());
        assertThat(none.tag()).isNotEqualTo(grace.tag());
    }

    @Test
    void two_tenants_with_the_same_in_all_but_the_subscription_have_tags_of_their_own() {
        StatusAnswers.Answer one = answers.of(status("sub_1", 5, access(Access.Level.FULL)));
        StatusAnswers.Answer other = answers.of(status("sub_2", 5, access(Access.Level.FULL)));
        assertThat(other.tag()).isNotEqualTo(one.tag());
    }

    @Test
    void no_more_are_kept_than_there_is_room_for() {
        for (int seats = 1; seats <= 2 * StatusAnswers.MOST; seats++)
            answers.of(status("sub_1", seats, access(Access.Level.FULL)));
        assertThat(answers.size()).isLessThanOrEqualTo(StatusAnswers.MOST);
    }
}
