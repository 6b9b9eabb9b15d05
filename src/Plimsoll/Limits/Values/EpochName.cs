using Plimsoll.Limits.Metering;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Values;

/// <summary>
/// What an epoch is called outside the book that numbers it: every book that has gone through it knows it by this.
/// </summary>
/// <param name="At">First instant of it.</param>
/// <param name="Policy">Fingerprint of the policy version in force.</param>
/// <param name="Rank">How many epochs before it begin at the same instant.</param>
internal readonly record struct EpochName(Instant At, UInt128 Policy, int Rank)
{
    /// <summary>The name of an epoch of a book.</summary>
    public static EpochName Of(Scopes scopes, int number)
    {
        var epoch = scopes.EpochAt(number);
        var rank = 0;
        while (rank < number && scopes.EpochAt(number - rank - 1).At == epoch.At)
            rank++;
        return new EpochName(epoch.At, epoch.Version.Fingerprint, rank);
    }

    /// <summary>The number that a book gave it; null when the book has not gone through it.</summary>
    public int? In(Scopes scopes)
    {
        for (var number = scopes.CurrentNumber; number >= 0 && scopes.EpochAt(number).At >= At; number--)
        {
            if (scopes.EpochAt(number).At == At && Of(scopes, number) == this)
                return number;
        }

        return null;
    }

    public void Write(ValueWriter writer)
    {
        writer.Time(At);
        writer.Id(Policy);
        writer.Count(Rank);
    }

    public static EpochName Read(ref ValueReader reader) => new(
        reader.Time("the instant of its epoch"),
        reader.Id("the fingerprint of its policy"),
        (int)reader.Count("the rank of its epoch", int.MaxValue));
}
