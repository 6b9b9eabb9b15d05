using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Plimsoll.Limits;

/// <summary>
/// Where a request is accounted: one scope for each level that exists, from the organization down. Made by
/// <see cref="LimitBook.Add(ScopePath, ScopeLevel, ScopeTerms)"/> and valid for that book alone. <c>default</c> leads
/// nowhere.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ScopePath
{
    // Addresses in the book's store, 0 for a level that is not there: a lookup that costs nothing when a request comes.
    private readonly int organization;
    private readonly int workspace;
    private readonly int seat;
    private readonly int key;

    private ScopePath(int organization, int workspace, int seat, int key)
    {
        this.organization = organization;
        this.workspace = workspace;
        this.seat = seat;
        this.key = key;
    }

    /// <summary>The lowest level that is there; null in <c>default</c>.</summary>
    public ScopeLevel? Lowest =>
        key != 0 ? ScopeLevel.Key
        : seat != 0 ? ScopeLevel.Seat
        : workspace != 0 ? ScopeLevel.Workspace
        : organization != 0 ? ScopeLevel.Organization
        : null;

    /// <summary>The path down to and including <paramref name="level"/>.</summary>
    public ScopePath To(ScopeLevel level) => new(
        organization,
        level >= ScopeLevel.Workspace ? workspace : 0,
        level >= ScopeLevel.Seat ? seat : 0,
        level >= ScopeLevel.Key ? key : 0);

    /// <summary>Addresses from the organization to the key; 0 where there is none.</summary>
    [UnscopedRef]
    internal ReadOnlySpan<int> Addresses => MemoryMarshal.CreateReadOnlySpan(in organization, 4);

    /// <summary>The same path with one more scope.</summary>
    internal ScopePath With(ScopeLevel level, int address) => new(
        level == ScopeLevel.Organization ? address : organization,
        level == ScopeLevel.Workspace ? address : workspace,
        level == ScopeLevel.Seat ? address : seat,
        level == ScopeLevel.Key ? address : key);
}
