using Plimsoll.Storage.Memory;
using Plimsoll.Storage.Tests.Conformance;

namespace Plimsoll.Storage.Tests.Memory;

public sealed class When_the_ledger_is_kept_in_memory : LedgerConformance
{
    protected override ValueTask<IStore> OpenEmpty() => new(new MemoryStore(TimeProvider.System));
}
