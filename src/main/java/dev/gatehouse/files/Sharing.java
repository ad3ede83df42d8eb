package dev.gatehouse.files;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * Who else may read a file, and find it.
 *
 * @param roles by name: whoever holds one of them at the time
 * @param users by id
 */
public record Sharing(
        @NotNull @Size(max = 50) List<@NotNull @Size(max = 100) String> roles,
        @NotNull @Size(max = 200) List<@NotNull Long> users) {}
