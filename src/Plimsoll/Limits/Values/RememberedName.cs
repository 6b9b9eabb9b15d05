using System.Buffers;
using Plimsoll.Limits.Metering;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Values;

/// <summary>What a name was given to. Numbered and append-only.</summary>
public enum NamedThing
{
    /// <summary>A request that ended with a charge.</summary>
    Request = 1,

    /// <summary>A reset by an operator.</summary>
    Reset = 2,

    /// <summary>The use of a grant.</summary>
    Grant = 3,

    /// <summary>Credit that was bought. A book takes no note of it: whoever sells does.</summary>
    Purchase = 4,
}

/// <summary>A name that a book remembers, so that what is asked again is not done again.</summary>
/// <param name="Thing">What has it.</param>
/// <param name="Id">The name.</param>
/// <param name="At">When it ended or was done.</param>
public readonly record struct RememberedName(NamedThing Thing, UInt128 Id, Instant At)
{
    /// <summary>How long the name of a request is remembered.</summary>
    public static Duration RequestsFor => RequestIds.Remembered;

    /// <summary>Writes it.</summary>
    public void Write(IBufferWriter<byte> to)
    {
        var writer = new ValueWriter(to);
        writer.Begin(ValueKind.Name);
        writer.Byte((byte)Thing);
        writer.Id(Id);
        writer.Time(At);
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static RememberedName Read(ReadOnlySpan<byte> value)
    {
        var reader = new ValueReader(value, ValueKind.Name);
        var thing = reader.Member<NamedThing>("what it names");
        var id = reader.Id("the name");
        var at = reader.Time("when it was given");
        reader.End();
        return new RememberedName(thing, id, at);
    }
}
