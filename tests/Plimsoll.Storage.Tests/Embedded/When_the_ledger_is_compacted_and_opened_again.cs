using Plimsoll.Storage.Tests.Conformance;

namespace Plimsoll.Storage.Tests.Embedded;

public sealed class When_the_ledger_is_compacted_and_opened_again : LedgerConformance, IDisposable
{
    private readonly TemporaryFolder folder = new();

    protected override ValueTask<IStore> OpenEmpty() => new(new RestlessStore(folder.Path));

    public void Dispose() => folder.Dispose();
}
