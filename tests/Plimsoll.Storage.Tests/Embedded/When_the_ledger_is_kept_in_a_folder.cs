using Plimsoll.Storage.Embedded;
using Plimsoll.Storage.Tests.Conformance;

namespace Plimsoll.Storage.Tests.Embedded;

public sealed class When_the_ledger_is_kept_in_a_folder : LedgerConformance, IDisposable
{
    private readonly TemporaryFolder folder = new();

    protected override ValueTask<IStore> OpenEmpty() => new(EmbeddedStore.Open(folder.Path, TimeProvider.System));

    public void Dispose() => folder.Dispose();
}
