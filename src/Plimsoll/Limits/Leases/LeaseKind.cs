namespace Plimsoll.Limits.Leases;

/// <summary>What requests of one lease have in common: all that decides what they are charged.</summary>
/// <param name="Class">Model class, by <see cref="LimitBook.ClassNumber"/>.</param>
/// <param name="Product">Product, by <see cref="LimitBook.ProductNumber"/>.</param>
/// <param name="Traits">Traits, by <see cref="LimitBook.TraitBit"/>.</param>
/// <param name="Lane">Lane that is asked for.</param>
/// <param name="Consents">Whether their user agrees, with them, to pay for them as overage.</param>
public readonly record struct LeaseKind(int Class, int Product, ulong Traits, Lane Lane, bool Consents)
{
    /// <summary>What a request has in common with others.</summary>
    public static LeaseKind Of(in LimitRequest request) =>
        new(request.Class, request.Product, request.Traits, request.Lane, request.Consents);
}
