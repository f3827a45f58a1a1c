// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// A wallet that is a contract: it hands what it receives on to its owner, which costs more than the 21000 gas of a
/// plain transfer, and pays by inner calls, so that a payment's tx.from is the owner and never the wallet.
contract ContractWallet {
    address payable public immutable owner;
    uint256 public received;

    event Received(address indexed from, uint256 value);

    constructor(address payable itsOwner) payable {
        owner = itsOwner;
    }

    receive() external payable {
        received += msg.value;
        emit Received(msg.sender, msg.value);
        (bool forwarded,) = owner.call{value: msg.value}("");
        require(forwarded, "ContractWallet: the owner refused");
    }

    function execute(address to, uint256 value, bytes calldata data) external payable {
        require(msg.sender == owner, "ContractWallet: caller is not the owner");
        (bool succeeded,) = to.call{value: value}(data);
        require(succeeded, "ContractWallet: the call failed");
    }
}
