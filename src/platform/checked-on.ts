/**
 * The day on which the dates of runtimes and frameworks were last compared with their sources (ISO 8601). What is
 * written into projects and help goes by it, so that the same version writes the same; "doctor" goes by today.
 */
export const checkedOn = '2026-11-28';
