package dev.gatehouse.limits;

/** Whose use a policy counts together. */
public enum Key {
    /** The client's address; of IPv6 the /64, which one household or machine has to itself. */
    ADDRESS,
    /** The account of the caller, or the address of one who is nobody. */
    CALLER,
    /** The account of the caller at its address: nobody elsewhere uses it up, and no other account here. */
    CALLER_AT_ADDRESS,
    /** The API key, if one was presented; otherwise the same as {@link #CALLER}. */
    API_KEY,
    /** What the code says, such as an account at a network; no route can be bound to such a policy. */
    SUBJECT
}
