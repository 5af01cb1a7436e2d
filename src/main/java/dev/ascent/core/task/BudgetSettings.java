package dev.ascent.core.task;

/**
 * A task's hard caps.
 *
 * @param total over the task's life
 * @param perDay per UTC day
 */
public record BudgetSettings(Caps total, Caps perDay) {}
