package dev.missioncontrol.billing.app.doctor;

import dev.missioncontrol.billing.app.HostSeatUsage;
import dev.missioncontrol.billing.app.config.SeatCount;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.SeatUsageException;
import java.net.http.HttpResponse;
import java.util.Set;

/**
 * The host's address that says how many seats are in use: whether it answers who has the secret. It is asked about a tenant that
 * nobody has, since none has to be known for that.
 */
final class SeatsExam {
    static final String AREA = "seats";

    /** Said of the answer, so that who reads the host's log knows it too. */
    static final TenantId NOBODY = new TenantId("billing-doctor");

    private static final String SETTING = "BILLING_SEAT_USAGE_URL";

    private static final String UNTOLD =
            "while it can't be told how many seats are in use, fewer are refused (seat_usage_unknown)";

    private static final String LOOK =
            "look at the application, and at docs/configuration.md for what it has to answer";

    /** What a host says that does not know a tenant, or whose ids are never written as {@link #NOBODY} is: UUIDs, say. */
    private static final Set<Integer> NO_SUCH_TENANT = Set.of(400, 404, 422);

    private SeatsExam() {}

    static Finding of(SeatCount count) {
        if (count.source().isEmpty()) return Finding.ok(AREA, "nobody is asked: " + SETTING + " is not set");
        SeatCount.Source source = count.source().get();
        String who = Question.named(SETTING, source.url());
        return new Question(
                        HostSeatUsage.question(source, NOBODY, HostSeatUsage.ANSWER_WITHIN),
                        HostSeatUsage::body,
                        HostSeatUsage.ANSWER_WITHIN)
                .ask(
                        answer -> answered(who, answer),
                        why -> fault(
                                who + why,
                                "is the application there, is its address right, may this machine connect to it?"));
    }

    private static Finding answered(String who, HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        String said = who + "answers " + status;
        if (status == 401 || status == 403)
            return fault(
                    said + ", so it does not take our secret",
                    "compare BILLING_SEAT_USAGE_SECRET with the application's");
        if (status / 100 == 3)
            return fault(said + ", a redirect, and none is followed", "name the address that it leads to");
        String about = " for the tenant " + NOBODY.value() + ", which is none";
        if (NO_SUCH_TENANT.contains(status)) return Finding.ok(AREA, said + about + "; a wrong path may say so too");
        if (status != 200) return Finding.warning(AREA, said + about, UNTOLD, LOOK);
        try {
            return Finding.ok(AREA, who + "says that " + HostSeatUsage.count(answer) + " seats are in use" + about);
        } catch (SeatUsageException e) {
            return fault(said + ", and " + e.getMessage(), LOOK);
        }
    }

    private static Finding fault(String what, String remedy) {
        return Finding.fault(AREA, what, UNTOLD, remedy);
    }
}
