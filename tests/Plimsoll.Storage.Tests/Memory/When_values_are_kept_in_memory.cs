using Plimsoll.Storage.Memory;
using Plimsoll.Storage.Tests.Conformance;

namespace Plimsoll.Storage.Tests.Memory;

public sealed class When_values_are_kept_in_memory : ValueConformance
{
    protected override ValueTask<IStore> OpenEmpty() => new(new MemoryStore(TimeProvider.System));
}
