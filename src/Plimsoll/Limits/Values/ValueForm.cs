namespace Plimsoll.Limits.Values;

/// <summary>What every stored value begins with.</summary>
internal static class ValueForm
{
    /// <summary>Version of the form in which values of a kind are written; those of earlier ones are read.</summary>
    public static byte VersionOf(ValueKind kind) => kind == ValueKind.Lease ? (byte)2 : (byte)1;
}

/// <summary>What a stored value is. Numbered and append-only.</summary>
internal enum ValueKind : byte
{
    /// <summary>A scope: its counters.</summary>
    Scope = 1,

    /// <summary>A reservation that is open.</summary>
    Reservation = 2,

    /// <summary>The policy versions and resets for everybody that a book has gone through.</summary>
    Course = 3,

    /// <summary>A name that is remembered.</summary>
    Name = 4,

    /// <summary>A lease that was given.</summary>
    Lease = 5,

    /// <summary>What a scope's rate limits lend.</summary>
    LentRates = 6,
}
