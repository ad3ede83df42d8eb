package dev.gatehouse.files.inspection;

/**
 * What looking into one file may cost.
 *
 * @param inflatedBytes how many bytes may come out of everything that is compressed in it
 * @param entries how many parts an archive may have
 */
public record InspectionLimits(long inflatedBytes, int entries) {}
