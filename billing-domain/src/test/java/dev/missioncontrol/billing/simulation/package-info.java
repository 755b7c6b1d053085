/**
 * A deterministic simulator: the production use cases on two nodes, a provider that lives its own life, a network that loses
 * and reorders, and faults at every step. One seed is one schedule.
 */
package dev.missioncontrol.billing.simulation;
