/** What is sold: plans, their ranks, prices and seats. No payment provider, no clock. */
@NullMarked
package dev.missioncontrol.billing.plan;

import org.jspecify.annotations.NullMarked;
