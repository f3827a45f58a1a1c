// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// Refuses every payment in the native coin.
contract HostileRecipient {
    receive() external payable {
        revert("HostileRecipient: no, thank you");
    }
}
