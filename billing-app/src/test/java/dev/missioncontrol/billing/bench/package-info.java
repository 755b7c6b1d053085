/**
 * How fast the product is, as ratios to what the same machine could do at most: programs with a table as output, not tests.
 * {@code scripts/bench.sh} runs them.
 */
package dev.missioncontrol.billing.bench;
