using System.Numerics;
using System.Runtime.CompilerServices;

namespace Plimsoll.Limits.Estimates;

/// <summary>
/// The histories of accounts: sets of 8 places, found by hash, so that a look-up reads one set and nothing moves. When
/// a set is full the table doubles, if it is small or half full and may grow; else the set gives up the place of the
/// first history, going around it, that was not used again since the last time round (second chance).
/// </summary>
internal sealed class AccountTable
{
    private const int Ways = 8;
    private const int Small = 4096;
    private readonly int most;
    private AccountHistory[] places = new AccountHistory[Ways];
    private byte[] hands = new byte[1];

    /// <summary>An empty table.</summary>
    /// <param name="capacity">Most histories, 8 or more; rounded up to a power of two.</param>
    public AccountTable(int capacity) => most = (int)BitOperations.RoundUpToPowerOf2((uint)capacity);

    /// <summary>Histories kept.</summary>
    public int Count { get; private set; }

    /// <summary>Place of a history, to be given to <see cref="At"/>; -1: there is none.</summary>
    public int Find(ulong account, int modelClass)
    {
        var first = FirstOf(account, modelClass);
        for (var i = first; i < first + Ways; i++)
        {
            if (places[i].Account == account && places[i].Class == modelClass && !places[i].IsFree)
                return i;
        }

        return -1;
    }

    /// <summary>The history at a place, until the next call to <see cref="Add"/>.</summary>
    public ref AccountHistory At(int place) => ref places[place];

    /// <summary>Makes room for a history that is not there yet.</summary>
    public ref AccountHistory Add(ulong account, int modelClass)
    {
        var place = FreePlace(FirstOf(account, modelClass));
        while (place < 0 && places.Length < most && (places.Length <= Small || 2 * Count >= places.Length))
        {
            Double();
            place = FreePlace(FirstOf(account, modelClass));
        }

        if (place < 0)
            place = GiveUp(FirstOf(account, modelClass));
        else
            Count++;
        ref var history = ref places[place];
        history = default;
        history.Account = account;
        history.Class = (ushort)modelClass;
        return ref history;
    }

    private int FreePlace(int first)
    {
        for (var i = first; i < first + Ways; i++)
        {
            if (places[i].IsFree)
                return i;
        }

        return -1;
    }

    private int GiveUp(int first)
    {
        ref var hand = ref hands[first / Ways];
        while (true)
        {
            var place = first + hand;
            hand = (byte)((hand + 1) % Ways);
            if (!places[place].IsUsedAgain)
                return place;
            places[place].IsUsedAgain = false;
        }
    }

    /// <summary>Splits each set in two by one more bit of the hash: nothing that is kept is lost.</summary>
    private void Double()
    {
        var old = places;
        places = new AccountHistory[old.Length * 2];
        hands = new byte[hands.Length * 2];
        foreach (ref var history in old.AsSpan())
        {
            if (!history.IsFree)
                places[FreePlace(FirstOf(history.Account, history.Class))] = history;
        }
    }

    private int FirstOf(ulong account, int modelClass) =>
        (int)(Mix(account, modelClass) & ((uint)(places.Length / Ways) - 1)) * Ways;

    // The caller's hash may be poor in its low bits; this spreads every bit over all of them (murmur3's finalizer).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong account, int modelClass)
    {
        unchecked
        {
            var hash = account ^ ((ulong)(uint)modelClass * 0x9E3779B97F4A7C15);
            hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
            hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
            return hash ^ (hash >> 33);
        }
    }
}
