using System.Text;

namespace Plimsoll.Simulation.Seeds;

/// <summary>
/// All chance of a simulation: a tree that grows from one 64-bit seed. A branch is found by its name or number alone,
/// so a branch that is added, left out or drawn from never moves another. <c>default</c> is the branch of
/// key 0: valid, but write <see cref="FromSeed"/>.
/// </summary>
/// <remarks>
/// A key is 64 bits. A branch by name has the key mix(key ⊕ mix(fnv + A)), one by number mix(key ⊕ mix(number + B)):
/// fnv is FNV-1a over the UTF-8 bytes of the name, mix the finalizer of SplitMix64 (a bijection), A and B are constants
/// that keep names apart from numbers.
/// </remarks>
public readonly record struct SeedTree
{
    private const ulong NameTag = 0x243F6A8885A308D3;
    private const ulong NumberTag = 0x13198A2E03707344;

    private SeedTree(ulong key) => Key = key;

    /// <summary>What identifies the branch. Equal keys draw equal numbers.</summary>
    public ulong Key { get; }

    /// <summary>The root of a seed. Any 64 bits.</summary>
    public static SeedTree FromSeed(ulong seed) => new(SplitMix.Mix(unchecked(seed + SplitMix.Step)));

    /// <summary>The branch of a name, such as <c>arrivals</c>. Case matters.</summary>
    public SeedTree Branch(string name) => Branch(Fnv1a.Of(Encoding.UTF8.GetBytes(name)), NameTag);

    /// <summary>The branch of a number: a user, a session, a replica.</summary>
    public SeedTree Branch(long number) => Branch(unchecked((ulong)number), NumberTag);

    /// <summary>The numbers of this branch, from the first. Every call starts again.</summary>
    public Draws Stream() => new(Key);

    /// <summary>The numbers of the branch of a name.</summary>
    public Draws Stream(string name) => Branch(name).Stream();

    /// <summary>The numbers of the branch of a number.</summary>
    public Draws Stream(long number) => Branch(number).Stream();

    /// <summary>One draw in [0, 1) that belongs to a number: whether it is kept, whatever else there is.</summary>
    public double Lot(long number) => (Branch(number).Key >> 11) * Draws.Unit;

    private SeedTree Branch(ulong place, ulong tag) => new(SplitMix.Mix(Key ^ SplitMix.Mix(unchecked(place + tag))));
}
