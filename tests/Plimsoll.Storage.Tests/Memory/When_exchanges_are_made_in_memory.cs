using Plimsoll.Storage.Memory;
using Plimsoll.Storage.Tests.Conformance;

namespace Plimsoll.Storage.Tests.Memory;

public sealed class When_exchanges_are_made_in_memory : ExchangeConformance
{
    protected override ValueTask<IStore> OpenEmpty() => new(new MemoryStore(TimeProvider.System));
}
