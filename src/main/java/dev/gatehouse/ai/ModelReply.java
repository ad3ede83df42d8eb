package dev.gatehouse.ai;

/**
 * How a model's answer ended; its text went to the {@link Listener} as it came.
 *
 * @param model that answered, as the provider calls it
 * @param finish the provider's reason, such as {@code stop} or {@code length}
 * @param usage {@code null} if the provider did not say
 */
record ModelReply(String model, String finish, TokenUsage usage) {}
