using Plimsoll.Limits.Values;

namespace Plimsoll.Limits;

/// <content>What has changed since somebody last asked.</content>
public sealed partial class LimitBook
{
    /// <summary>
    /// From now on notes which scopes and reservations change, for <see cref="TakeChanges"/>. To be called before the
    /// first scope is added. A book that was never told to notes nothing and pays nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">The book has scopes already.</exception>
    public void NoteChanges()
    {
        if (scopes.Store.HasBlocks)
            throw new InvalidOperationException("Changes are noted from before the first scope on, or not at all.");
        scopes.Changes ??= new ChangeNotes(scopes);
        scopes.Changes.HasNewCourse = true;
    }

    /// <summary>
    /// Writes every scope and reservation that has changed since this was last called, and says which reservations have
    /// ended: one state of the book as a whole. Nothing is allocated once <paramref name="into"/> is large enough.
    /// </summary>
    /// <exception cref="InvalidOperationException"><see cref="NoteChanges"/> was not called.</exception>
    public void TakeChanges(BookChanges into)
    {
        if (scopes.Changes is not { } changes)
            throw new InvalidOperationException("The book does not note changes: tell it to before the first scope.");
        into.Clear();
        changes.Take(into, latest, grants);
    }

    private void Added(ScopePath path)
    {
        if (scopes.Changes is { } changes)
            changes.Add(LowestAddress(path), path);
    }
}
